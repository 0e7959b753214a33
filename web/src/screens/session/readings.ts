import { useEffect, useState } from "react";
import type { ReadingRow, Watch } from "../../api/live";
import type { Shape } from "../../api/shapes";
import { useRead } from "../../lib/read";

const most = 3000;

/** Each reading once, by when it was measured. */
export function joined(before: readonly ReadingRow[], more: readonly ReadingRow[]): ReadingRow[] {
  const all = new Map(before.map((row) => [`${row.device} ${row.at}`, row]));
  for (const row of more) all.set(`${row.device} ${row.at}`, row);
  return [...all.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-most);
}

/** What the monitor sent: the past once, what comes as it is told, and now and then the whole, lest something is missing. */
export function useReadings(session: string, watch: Watch | undefined, told: readonly ReadingRow[] | undefined): readonly ReadingRow[] {
  const list = useRead<Shape<"ReadingList">>(watch ? `/api/v1/sessions/${session}/readings` : null, watch?.ended_at ? {} : { every: 60_000 });
  const [rows, setRows] = useState<readonly ReadingRow[]>([]);
  const { data } = list;
  useEffect(() => {
    if (data) setRows((before) => joined(before, data.readings));
  }, [data]);
  useEffect(() => {
    if (told && told.length > 0) setRows((before) => joined(before, told));
  }, [told]);
  return rows;
}
