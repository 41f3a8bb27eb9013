import { Effect, Layer } from "effect"
import { Gateway, gatewayLayer } from "./Gateway.ts"
import { storedAccounts } from "./StoredAccounts.ts"

/** Of all logins of MemoryLogins. */
export const password = "correct horse battery"

/** A gateway with logins in a database of its own, which its tests see, too. */
export const accountGateway = (registration: "open" | "closed") =>
  gatewayLayer({
    logins: storedAccounts,
    accounts: storedAccounts,
    registration,
    publicUrl: "http://desk.example"
  }).pipe(Layer.provideMerge(storedAccounts))

let addresses = 0

/** Each from its own address, as far as the limits of tries are concerned. */
export const elsewhere = () => ({ "x-forwarded-for": `198.51.100.${(addresses++ % 250) + 1}` })

/** Tries to log in; `cookie` is empty when it does not work. */
export const logIn = Effect.fnUntraced(function* (username: string, more: object = {}) {
  const { ask } = yield* Gateway
  const answer = yield* ask("POST", "/api/login", {
    body: { username, password, ...more },
    headers: elsewhere()
  })
  return { ...answer, cookie: answer.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "" }
})
