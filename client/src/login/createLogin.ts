import { useNavigate, useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { isSetupNeeded, logIn } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Only addresses of this site: `to` comes from the address bar. */
const safeTarget = (to: string | Array<string> | undefined): string =>
  typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : "/desk"

/** Logs in and goes on to the page that was asked for. */
export const createLogin = () => {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [isBusy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [needsSetup, setNeedsSetup] = createSignal(false)
  isSetupNeeded()
    .then(setNeedsSetup)
    .catch(() => {})

  const submit = (username: string, password: string) => {
    setBusy(true)
    setTrouble(null)
    logIn({ username, password })
      .then(() => navigate(safeTarget(params["to"]), { replace: true }))
      .catch((error: unknown) => setTrouble(asTrouble(error)))
      .finally(() => setBusy(false))
  }
  return { isBusy, trouble, needsSetup, submit }
}
