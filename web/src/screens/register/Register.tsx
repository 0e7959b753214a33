import { useParam } from "../../shell/params";
import { useMay } from "../../lib/session";
import { LinkButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Page, Stack } from "../../parts/Page";
import { Badge, EmptyState } from "../../parts/states";
import { Tabs } from "../../parts/Tabs";
import { ActPage } from "./act";
import { CloseDiscrepancy } from "./acts/CloseDiscrepancy";
import { Correct } from "./acts/Correct";
import { Count } from "./acts/Count";
import { Receive } from "./acts/Receive";
import { Destroy, Open, Return, Transfer } from "./acts/Take";
import { Waste } from "./acts/Waste";
import { Book } from "./Book";
import { useBook } from "./data";
import { Days } from "./Days";
import { Discrepancies } from "./Discrepancies";
import { Stock } from "./Stock";
import styles from "./register.module.css";
import { useTexts } from "./texts";

const acts = {
  receive: { needs: "keep_register", page: Receive },
  transfer: { needs: "keep_register", page: Transfer },
  return: { needs: "keep_register", page: Return },
  destroy: { needs: "keep_register", page: Destroy },
  count: { needs: "keep_register", page: Count },
  open: { needs: "handle_drugs", page: Open },
  waste: { needs: "handle_drugs", page: Waste },
  correct: { needs: "handle_drugs", page: Correct },
  "close-discrepancy": { needs: "keep_register", page: CloseDiscrepancy },
} as const;

/** The controlled-drug register: what there is, and the book of how it came to that. */
export default function Register() {
  const rest = useParam("rest");
  if (Object.hasOwn(acts, rest)) return <Act name={rest as keyof typeof acts} />;
  return <Home />;
}

function Act({ name }: { name: keyof typeof acts }) {
  const t = useTexts();
  const { needs, page: Shown } = acts[name];
  if (!useMay(needs)) return <ActPage title={t("title")}><EmptyState title={t("not_permitted")}>{t("not_permitted_detail")}</EmptyState></ActPage>;
  return <Shown />;
}

function Home() {
  const t = useTexts();
  const keeps = useMay("keep_register");
  const handles = useMay("handle_drugs");
  const { data } = useBook();
  const open = data?.discrepancies.filter(({ discrepancy }) => !discrepancy.closed_at).length ?? 0;
  const stock = { id: "stock", label: t("tab.stock"), content: <Stock /> };
  const book = { id: "book", label: t("tab.book"), content: <Book /> };
  const tabs = [
    // Whoever only reads came for the book.
    ...(keeps || handles ? [stock, book] : [book, stock]),
    { id: "discrepancies", label: <>{t("tab.discrepancies")}{open > 0 && <Badge tone="warn" icon={null}>{open}<span className="hidden-text"> {t("still_open")}</span></Badge>}</>, content: <Discrepancies /> },
    { id: "days", label: t("tab.days"), content: <Days /> },
  ];
  return (
    <Page
      wide
      title={t("title")}
      lead={<span className={styles["noPrint"]}>{t(keeps || handles ? "lead" : "lead_reading")}</span>}
      actions={keeps && <LinkButton to="/register/receive" kind="primary" icon={<Icon name="plus" />} className={styles["noPrint"]}>{t("act.receive")}</LinkButton>}
    >
      <Stack><Tabs label={t("title")} tabs={tabs} /></Stack>
    </Page>
  );
}
