// A real OpenID Connect provider (npm's oidc-provider) with its own pages, where everybody signs in as whoever they say.
// `node provider.mjs REDIRECT_URI SECRET` prints its address and serves until it is stopped.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirect, secret] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "the-clinic", client_secret: secret, redirect_uris: [redirect], response_types: ["code"], grant_types: ["authorization_code"] }],
    cookies: { keys: ["only for this test"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  });
  server.on("request", provider.callback());
  console.log(`The provider is at ${issuer}`);
});
