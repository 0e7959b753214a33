import { v7 } from "uuid";

/**
 * An id for something that begins here: a command, a person, a booking. UUID version 7 (RFC 9562): it begins with the
 * time, so that the database's indexes grow at their end. Made without the browser's own maker, which needs TLS.
 */
export const newId = (): string => v7();

/** Enough of an id to tell people apart for those who may not, or cannot, know their names. */
export const shortId = (id: string): string => id.slice(0, 8);
