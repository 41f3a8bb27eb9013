import { useNavigate, useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { whichDoors } from "../api/AccountGateway.ts"
import { isSetupNeeded, logIn } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Only addresses of this site: `to` comes from the address bar. */
const safeTarget = (to: string | Array<string> | undefined): string =>
  typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : "/"

/** Logs in, with a code where the login has a second factor, and goes on to the page that was asked for. */
export const createLogin = () => {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [isBusy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [needsSetup, setNeedsSetup] = createSignal(false)
  const [isOpen, setOpen] = createSignal(false)
  /** The right name and password, while the code is asked for. */
  const [half, setHalf] = createSignal<{ readonly username: string; readonly password: string } | null>(null)
  isSetupNeeded()
    .then(setNeedsSetup)
    .catch(() => {})
  whichDoors()
    .then((doors) => setOpen(doors.isOpen))
    .catch(() => {})

  const send = (login: { username: string; password: string; code?: string }) => {
    setBusy(true)
    setTrouble(null)
    logIn(login)
      .then(({ mustEnrol }) => navigate(mustEnrol ? "/factor" : safeTarget(params["to"]), { replace: true }))
      .catch((error: unknown) => {
        const found = asTrouble(error)
        const isFirstAsk = found.tag === "CodeNeeded" && half() === null
        if (isFirstAsk) setHalf({ username: login.username, password: login.password })
        else setTrouble({ ...found, advice: adviceOn(found) })
      })
      .finally(() => setBusy(false))
  }
  return {
    isBusy,
    trouble,
    needsSetup,
    isOpen,
    half,
    submit: (username: string, password: string) => send({ username, password }),
    submitCode: (code: string) => {
      const login = half()
      if (login !== null) send({ ...login, code })
    },
    back: () => {
      setHalf(null)
      setTrouble(null)
    }
  }
}

/** "Log in again" says nothing to somebody who is at it. */
const adviceOn = ({ status, tag, advice }: Trouble): string => {
  if (tag === "CodeNeeded") return "Recovery codes work as well, once each."
  return status === 401 ? "Check both and try again." : advice
}
