import { useState } from "react";
import type { Shape } from "../../api/shapes";
import { languageNames, useLanguage } from "../../lib/i18n";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Markdown } from "../../parts/Markdown";
import { List, ListRow, Stack } from "../../parts/Page";
import { Banner } from "../../parts/states";
import styles from "./rules.module.css";
import { useTexts } from "./rules";

type Text = Shape<"ConsentText">;

/** The texts that people sign: every version stays as it was. */
export function Consents({ consents }: { consents: readonly Text[] }) {
  const t = useTexts();
  const language = useLanguage();
  const [reading, setReading] = useState<Text | undefined>(undefined);
  const versions = [...new Map(consents.map((each) => [`${each.id} ${each.version}`, each])).values()].sort((a, b) => a.id.localeCompare(b.id) || b.version - a.version);
  return (
    <Stack>
      <p className={styles["groupText"]}>{t("consents_detail")}</p>
      <List label={t("tab.consents")}>
        {versions.map((version) => {
          const texts = consents.filter((each) => each.id === version.id && each.version === version.version);
          const shown = texts.find((each) => each.language === language) ?? version;
          return (
            <ListRow
              key={`${version.id} ${version.version}`}
              title={shown.title}
              detail={t("version", { version: version.version })}
              end={texts.map((text) => <Button key={text.language} size="small" onClick={() => setReading(text)} aria-label={t("read_in", { title: text.title, language: languageNames[text.language] })}>{languageNames[text.language]}</Button>)}
            />
          );
        })}
      </List>
      {reading && (
        <Dialog title={reading.title} wide onClose={() => setReading(undefined)}>
          <Stack>
            {reading.note && <Banner tone="info" title={t("note_for_clinic")}>{reading.note}</Banner>}
            <div className={styles["consent"]} tabIndex={0} role="group" aria-label={reading.title}><Markdown text={reading.body} lang={reading.language} /></div>
            <p className={styles["fingerprint"]}>{t("fingerprint", { version: reading.version })} <code>{reading.sha256}</code></p>
          </Stack>
        </Dialog>
      )}
    </Stack>
  );
}
