import type { Shape } from "../api/shapes";

/** Passkeys as the browser has them; the server's side speaks base64url. */
export const passkeysWork = (): boolean => window.isSecureContext && "credentials" in navigator && typeof PublicKeyCredential === "function";

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function toBase64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const named = (id: string): PublicKeyCredentialDescriptor => ({ type: "public-key", id: fromBase64url(id) });

/** The person turned away, or nothing was chosen in time: no error, only no passkey. */
export class NoPasskey extends Error {
  /** This address is not the one that passkeys of the clinic are made for. */
  readonly elsewhere: boolean;
  constructor(elsewhere: boolean) {
    super("no passkey");
    this.name = "NoPasskey";
    this.elsewhere = elsewhere;
  }
}

async function chosen(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await asking.catch((reason: unknown) => {
    throw new NoPasskey(reason instanceof DOMException && reason.name === "SecurityError");
  });
  if (credential instanceof PublicKeyCredential) return credential;
  throw new NoPasskey(false);
}

/** A new passkey, as the server takes it. */
export async function makePasskey(offer: Shape<"PasskeyOffer">, label: string): Promise<Shape<"NewPasskey">> {
  const credential = await chosen(navigator.credentials.create({
    publicKey: {
      challenge: fromBase64url(offer.challenge),
      rp: { id: offer.rp_id, name: offer.rp_name },
      user: { id: fromBase64url(offer.user_handle), name: offer.user_name, displayName: offer.display_name },
      pubKeyCredParams: offer.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: offer.exclude.map(named),
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
      attestation: "none",
      timeout: offer.timeout_ms,
    },
  }));
  const response = credential.response as AuthenticatorAttestationResponse;
  return { label, challenge: offer.challenge, client_data: toBase64url(response.clientDataJSON), attestation_object: toBase64url(response.attestationObject) };
}

/** A passkey's answer to the server's question. */
export async function askPasskey(question: Shape<"PasskeyQuestion">, ticket: string | undefined): Promise<Shape<"PasskeyAnswer">> {
  const credential = await chosen(navigator.credentials.get({
    publicKey: {
      challenge: fromBase64url(question.challenge),
      rpId: question.rp_id,
      allowCredentials: question.allow.map(named),
      userVerification: question.verified ? "required" : "preferred",
      timeout: question.timeout_ms,
    },
  }));
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    ...(ticket === undefined ? {} : { ticket }),
    challenge: question.challenge,
    id: toBase64url(credential.rawId),
    client_data: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.authenticatorData),
    signature: toBase64url(response.signature),
    ...(response.userHandle ? { user_handle: toBase64url(response.userHandle) } : {}),
  };
}
