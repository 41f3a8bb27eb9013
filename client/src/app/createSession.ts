import { useLocation, useNavigate } from "@solidjs/router"
import { createSignal, onCleanup, type Accessor } from "solid-js"
import { logOut, whoAmI, type Login } from "../api/Gateway.ts"
import { whenUnauthorized } from "../api/request.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createNow } from "../time/createNow.ts"
import type { Session } from "./SessionContext.ts"

export interface SessionState {
  readonly login: Accessor<Login | null>
  readonly trouble: Accessor<Trouble | null>
  readonly retry: () => void
  readonly session: (login: Accessor<Login>) => Session
}

/** Asks who is logged in; sends strangers, and people whose login ends, to the log-in page and back afterwards. */
export const createSession = (): SessionState => {
  const navigate = useNavigate()
  const location = useLocation()
  const [login, setLogin] = createSignal<Login | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const now = createNow()

  const leave = () => {
    const from = `${location.pathname}${location.search}`
    navigate(from === "/" || from === "/desk" ? "/login" : `/login?to=${encodeURIComponent(from)}`, {
      replace: true
    })
  }
  const ask = () => {
    setTrouble(null)
    whoAmI()
      .then((answer) => {
        // Until he has the second factor that his role needs, nothing else is there for him.
        if (answer.mustEnrol === true) navigate("/factor", { replace: true })
        else setLogin(answer.login)
      })
      .catch((error: unknown) => {
        const found = asTrouble(error)
        if (found.status === 401) leave()
        else setTrouble(found)
      })
  }

  whenUnauthorized(leave)
  onCleanup(() => whenUnauthorized(() => {}))
  ask()

  return {
    login,
    trouble,
    retry: ask,
    session: (current) => ({
      login: current,
      timeZone: () => current().timeZone ?? undefined,
      now,
      logOut: async () => {
        await logOut().catch(() => {})
        navigate("/login", { replace: true })
      }
    })
  }
}
