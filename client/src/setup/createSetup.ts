import { useNavigate, useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { isSetupNeeded, setUp } from "../api/Gateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Passwords of the gateway have at least this many characters. */
const shortest = 12

/** Makes the master admin from the one-time link. */
export const createSetup = () => {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [isBusy, setBusy] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const [mistake, setMistake] = createSignal<{
    readonly field: "password" | "again"
    readonly text: string
  }>()
  const [isDone, setDone] = createSignal(false)
  const token = () => (typeof params["token"] === "string" ? params["token"] : "")
  isSetupNeeded()
    .then((isNeeded) => setDone(!isNeeded))
    .catch(() => {})

  const submit = (username: string, password: string, again: string) => {
    setMistake(undefined)
    setTrouble(null)
    if (password.length < shortest)
      return setMistake({ field: "password", text: `At least ${shortest} characters.` })
    if (password !== again) return setMistake({ field: "again", text: "The two passwords differ." })
    setBusy(true)
    return setUp({ token: token(), username, password })
      .then(() => navigate("/desk", { replace: true }))
      .catch((error: unknown) => setTrouble(asTrouble(error)))
      .finally(() => setBusy(false))
  }
  return { isBusy, trouble, mistake, isDone, token, submit }
}
