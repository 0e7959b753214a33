import { useEffect, useState } from "react";
import type { Shape } from "../api/shapes";
import { serverNow } from "./now";
import { readAgain, useRead } from "./read";
import { useMay } from "./session";

export type OpenEmergency = NonNullable<Shape<"OwnEmergency">["open"]>;

/** One's own emergency access while it is open; nothing the moment its time is over, whatever was read last. */
export function useOwnEmergency(): OpenEmergency | undefined {
  const may = useMay("open_in_emergency");
  const { data } = useRead<Shape<"OwnEmergency">>(may ? "/api/v1/me/emergency" : null, { every: 15_000 });
  const open = data?.open;
  const [ended, setEnded] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(() => {
      setEnded(open.id);
      readAgain(); // What was open is asked for again, and refused: nothing of it stays on the screen.
    }, Math.max(0, Date.parse(open.ends_at) - serverNow()));
    return () => clearTimeout(timer);
  }, [open?.id, open?.ends_at]);
  return open && open.id !== ended ? open : undefined;
}

/** Whether somebody's record may be read: by role, or because it is open in an emergency. */
export function useMayRead(patient: string): boolean {
  const byRole = useMay("read_records");
  const open = useOwnEmergency();
  return byRole || open?.patient === patient;
}
