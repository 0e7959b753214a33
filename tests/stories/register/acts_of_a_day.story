# name: register/acts_of_a_day
# why:  every act on the register, from opening a day to closing its month; waste, destruction, correction and discrepancy with two people
# rule: domain.md section 7

use clinic
when Klara open-register-day {} → done
when Klara transfer-stock {"stock": $stock, "from": "safe", "to": "session-1", "containers": 2} → done
when Klara open-stock {"stock": $stock, "place": "safe"} → done
when Nora waste-stock {"stock": $stock, "place": "safe", "container": 1, "amount_mg": 20, "reason": "left over", "method": "poured away"} → refused witness_needed
when Nora waste-stock {"stock": $stock, "place": "safe", "container": 1, "amount_mg": 20, "reason": "left over", "method": "poured away"} witnessed by Klara called $waste → done
when Nora correct-stock {"stock": $stock, "entry": $waste, "right_mg": 25, "reason": "misread"} witnessed by Klara → done
when Klara return-stock {"stock": $stock, "place": "safe", "containers": 1, "to": "Example Pharma", "document": "R-1"} → done
when Klara destroy-stock {"stock": $stock, "place": "safe", "containers": 1, "reason": "broken", "method": "by the pharmacy", "document": "X-1"} witnessed by Nora → done
when Klara count-stock {"stock": $stock, "place": "session-1", "sealed": 1} witnessed by Nora called $count → done
when Klara close-discrepancy {"stock": $stock, "entry": $count, "finding": "Found behind the drawer, and counted again."} witnessed by Nora → done
when Klara close-register-day {} → done
clock +8d
when Klara close-register-month {"month": "2026-11-01"} unsigned → refused signature_needed
when Klara close-register-month {"month": "2026-11-01"} → done
