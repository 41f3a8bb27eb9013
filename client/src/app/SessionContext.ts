import { createContext, useContext, type Accessor } from "solid-js"
import type { Login } from "../api/Gateway.ts"

/** Who is logged in, and the clock of the page in his zone. */
export interface Session {
  readonly login: Accessor<Login>
  /** IANA name; undefined = the browser's own. */
  readonly timeZone: Accessor<string | undefined>
  /** Moves on every 20 s: for relative times. */
  readonly now: Accessor<number>
  readonly logOut: () => Promise<void>
}

export const SessionContext = createContext<Session>()

/** The session; only inside the frame, which shows pages to people who are logged in. */
export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error("useSession outside of the frame")
  return session
}
