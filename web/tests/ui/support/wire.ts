// A wire between browser and server that can fall silent: connections stay open and nothing comes through, as when a
// wireless network goes away. What is mended begins with new connections.
import { createServer, connect, type Socket } from "node:net";
import { inject } from "vitest";

export type Wire = { base: string; silence: () => void; mend: () => void; close: () => void };

export async function wire(): Promise<Wire> {
  const { hostname, port } = new URL(inject("base"));
  const open = new Set<Socket>();
  let silent = false;
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    for (const [here, there] of [[from, to], [to, from]] as const) {
      open.add(here);
      here.on("data", (chunk) => void (silent || there.write(chunk)));
      here.on("close", () => {
        open.delete(here);
        if (!silent) there.destroy();
      });
      here.on("error", () => undefined);
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the wire has no port");
  const cut = (): void => {
    for (const socket of [...open]) socket.destroy();
    open.clear();
  };
  return {
    base: `http://127.0.0.1:${address.port}`,
    silence: () => void (silent = true),
    mend: () => {
      cut();
      silent = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
