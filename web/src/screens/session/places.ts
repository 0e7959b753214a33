import { useWords } from "../../lib/reference";
import { useRoom } from "./data";
import { useWatchTexts } from "./texts";

/** Where stock lies: the safe, or a room of the clinic. */
export function usePlaceName(): (code: string) => string {
  const t = useWatchTexts();
  const words = useWords();
  const { policy } = useRoom();
  return (code) => (code === "safe" ? t("place.safe") : words(policy.pack.rooms.find((room) => room.code === code)?.name) || code);
}
