import { Layer } from "effect"
import * as AccountHandlers from "./AccountHandlers.ts"
import * as FactorHandlers from "./FactorHandlers.ts"
import * as FirstAdmin from "./FirstAdmin.ts"
import * as LoginHandlers from "./LoginHandlers.ts"
import { LoginLimits } from "./LoginLimits.ts"
import * as PasswordHandlers from "./PasswordHandlers.ts"
import { Passwords } from "./Passwords.ts"
import * as SignUpHandlers from "./SignUpHandlers.ts"

/** Everything about people's own logins, with one count of tries and one queue of passwords for all of it. */
export const layer = Layer.mergeAll(
  LoginHandlers.layer,
  SignUpHandlers.layer,
  PasswordHandlers.layer,
  FactorHandlers.layer,
  AccountHandlers.layer,
  FirstAdmin.layer
).pipe(Layer.provide([Passwords.layer, LoginLimits.layer]))
