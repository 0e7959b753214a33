import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import { setQuery, useQuery } from "../lib/router";
import styles from "./overlay.module.css";

export type TabEntry = { id: string; label: ReactNode; content: ReactNode };

/** Tabs whose choice stands in the address (`?tab=…`), so that a reload or a link shows the same. */
export function Tabs({ label, tabs, query = "tab" }: { label: string; tabs: readonly TabEntry[]; query?: string }) {
  const asked = useQuery().get(query);
  const first = tabs[0]?.id ?? "";
  const chosen = tabs.some((tab) => tab.id === asked) ? (asked ?? first) : first;
  return (
    <AriaTabs className={styles["tabs"] ?? ""} selectedKey={chosen} onSelectionChange={(key) => setQuery(query, key === first ? "" : String(key))}>
      <TabList aria-label={label} className={styles["tabList"] ?? ""}>
        {tabs.map((tab) => <Tab key={tab.id} id={tab.id} className={styles["tab"] ?? ""}>{tab.label}</Tab>)}
      </TabList>
      {tabs.map((tab) => <TabPanel key={tab.id} id={tab.id} className={styles["panel"] ?? ""}>{tab.content}</TabPanel>)}
    </AriaTabs>
  );
}
