import { useNavigate, useSearchParams } from "@solidjs/router"
import { createSignal } from "solid-js"
import { isSetupNeeded, setUp } from "../api/Gateway.ts"
import { createForm } from "../login/createForm.ts"

/** Makes the master admin from the one-time link. */
export const createSetup = () => {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const form = createForm(["password"])
  const [isDone, setDone] = createSignal(false)
  const token = () => (typeof params["token"] === "string" ? params["token"] : "")
  isSetupNeeded()
    .then((isNeeded) => setDone(!isNeeded))
    .catch(() => {})

  const submit = async (username: string, password: string) => {
    if (await form.act.run(() => setUp({ token: token(), username, password }))) {
      navigate("/", { replace: true })
    }
  }
  return { form, isDone, token, submit }
}
