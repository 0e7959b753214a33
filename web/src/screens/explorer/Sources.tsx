import { useState } from "react";
import { Dialog } from "../../parts/Dialog";
import { Icon } from "../../parts/Icon";
import { Stack } from "../../parts/Page";
import styles from "./explorer.module.css";
import { weakest, type Line } from "./lines";
import { useSaying } from "./saying";
import { useTexts } from "./texts";
import type { Evidence } from "./types";

const kinds: readonly Evidence[] = ["R", "R2", "C", "M"];

/** How well the numbers are known, and where they come from: a chip that opens the sources. */
export function EvidenceChip({ lines, both, title }: { lines: readonly Line[]; both: boolean; title: string }) {
  const t = useTexts();
  const saying = useSaying();
  const [open, setOpen] = useState(false);
  // What stands behind each of them is said once.
  const shared = lines.length > 1 ? (lines[0]?.curve.sources ?? []).filter((source) => lines.every(({ curve }) => curve.sources.includes(source))) : [];
  const evidence = weakest(lines.map(({ curve }) => curve.evidence));
  return (
    <>
      <button type="button" className={styles["evidence"]} data-evidence={evidence} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <b>{evidence}</b>{t(`evidence.${evidence}`)}<span className="hidden-text">: {t("sources_of", { title })}</span><Icon name="info" size={14} />
      </button>
      {open && (
        <Dialog title={t("sources_of", { title })} wide onClose={() => setOpen(false)}>
          <Stack>
            {lines.map((line) => (
              <section key={line.key} className={styles["source"]}>
                <h3><EvidenceMark evidence={line.curve.evidence} /> {saying.name(line, both)}</h3>
                <Sources of={line.curve.sources.filter((source) => !shared.includes(source))} />
              </section>
            ))}
            {shared.length > 0 && (
              <section className={styles["source"]}>
                <h3>{t("sources_shared")}</h3>
                <Sources of={shared} />
              </section>
            )}
            <dl className={styles["evidenceKey"]}>
              {kinds.map((kind) => <div key={kind}><dt><EvidenceMark evidence={kind} /></dt><dd>{t(`evidence_text.${kind}`)}</dd></div>)}
            </dl>
          </Stack>
        </Dialog>
      )}
    </>
  );
}

function Sources({ of }: { of: readonly string[] }) {
  return of.length > 0 && <ul lang="en">{of.map((source) => <li key={source}><Source text={source} /></li>)}</ul>;
}

export function EvidenceMark({ evidence }: { evidence: Evidence }) {
  const t = useTexts();
  return <abbr className={styles["mark"]} data-evidence={evidence} title={t(`evidence.${evidence}`)}>{evidence}</abbr>;
}

const doi = /(10\.\d{4,9}\/[^\s,;()]*[^\s,;().])/;

/** A source as it stands in the data; what is a DOI leads there. */
export function Source({ text }: { text: string }) {
  return text.split(doi).map((piece, at) => (at % 2 === 1 ? <a key={at} href={`https://doi.org/${piece}`} target="_blank" rel="noreferrer">{piece}</a> : piece));
}
