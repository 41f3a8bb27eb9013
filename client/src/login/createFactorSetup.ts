import { createSignal } from "solid-js"
import { beginFactor, confirmFactor, type NewFactor } from "../api/AccountGateway.ts"
import { createForm } from "./createForm.ts"

/** From the password to the recovery codes: what is shown at each step. */
export const createFactorSetup = () => {
  const form = createForm(["password", "code"])
  const [begun, setBegun] = createSignal<NewFactor | null>(null)
  const [codes, setCodes] = createSignal<ReadonlyArray<string> | null>(null)
  return {
    form,
    begun,
    codes,
    begin: (password: string) => void form.act.run(async () => setBegun(await beginFactor(password))),
    confirm: (code: string) => void form.act.run(async () => setCodes(await confirmFactor(code)))
  }
}
