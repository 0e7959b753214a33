import { useEffect } from "react";
import { outboxOf, useParcels, type Outbox, type Parcel } from "../../lib/outbox";
import { useMe } from "../../lib/session";

/** What was tapped in this room by this person and has not reached the server yet. */
export function useOutbox(session: string): { outbox: Outbox; parcels: readonly Parcel[] } {
  const me = useMe();
  const outbox = outboxOf(me.user, session);
  const parcels = useParcels(outbox);
  useEffect(() => void outbox.send(), [outbox]);
  return { outbox, parcels };
}
