import { useState } from "react";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Card, Row, Stack } from "../../parts/Page";
import { Banner } from "../../parts/states";
import styles from "./signing_in.module.css";
import { useTexts } from "./texts";

/** Recovery codes, shown once: the server keeps only what they can be checked against. */
export function Codes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(codes.join("\n"));
      setCopied(true);
    } catch {
      setCopied(false); // they are on the page, to be copied by hand
    }
  }
  return (
    <Card title={t("codes_title")}>
      <Stack>
        <Banner tone="warn" role="status" title={t("codes_once")}>{t("codes_once_detail")}</Banner>
        <ul className={styles["codes"]} aria-label={t("codes_list")}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
        <Row>
          <Button icon={copied ? <Icon name="check" /> : undefined} onClick={() => void copy()}>{t(copied ? "codes_copied" : "codes_copy")}</Button>
          <Button kind="primary" onClick={onKept}>{t("codes_kept")}</Button>
        </Row>
      </Stack>
    </Card>
  );
}
