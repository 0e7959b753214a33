# name: account/language_and_password
# why:  everybody chooses the language of their screens and changes their own password, knowing the old one
# rule: issue section 3

use clinic
when Eva POST /api/v1/me/language {"language": "uk"} → done
then /me as Eva has /language = "uk"
when Eva POST /api/v1/me/language {"language": "la"} → refused unknown_value at /language
when Eva POST /api/v1/me/password {"old_password": "wrong", "new_password": "fourteen wild geese fly"} → refused wrong_password at /old_password
when Eva POST /api/v1/me/password {"old_password": "seven slow herons over water", "new_password": "seven slow herons over water"} → refused password_same at /new_password
when Eva POST /api/v1/me/password {"old_password": "seven slow herons over water", "new_password": "short"} → refused password_too_short at /new_password
when Eva POST /api/v1/me/password {"old_password": "seven slow herons over water", "new_password": "aaaaaaaaaaaaaaaaaaaa"} → refused password_common at /new_password
when Eva POST /api/v1/me/password {"old_password": "seven slow herons over water", "new_password": "fourteen wild geese fly"} → done
when Eva signs in → refused wrong_password as 401
then /me as Eva has /user = "eva"
