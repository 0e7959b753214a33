import type { Shape } from "../../api/shapes";
import { newId } from "../../lib/id";
import { serverNow } from "../../lib/now";
import { useRoom } from "./data";
import { useOutbox } from "./outbox";

export type MarkForm = { kind: Shape<"MarkKind">; touch?: Shape<"Touch">; drug?: string; words?: string };

/** Keeps a mark with the moment it was tapped (or the one said), here first, and sends it as soon as that is possible. */
export function useMarking(onMarked: (id: string) => void): (form: MarkForm, at?: string) => void {
  const { page } = useRoom();
  const { outbox } = useOutbox(page.session.id);
  return (form, at) => {
    const id = newId();
    outbox.add("record-mark", { id, happened_at: at ?? new Date(serverNow()).toISOString(), data: { session: page.session.id, form } });
    void outbox.send();
    onMarked(id);
  };
}
