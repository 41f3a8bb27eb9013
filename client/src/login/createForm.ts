import { createMemo } from "solid-js"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import { createAct } from "../ui/createAct.ts"

/** A form that is sent: what is wrong with each of its fields, and what is wrong with none of them. */
export const createForm = (fields: ReadonlyArray<string>) => {
  const act = createAct()
  const found = createMemo(() => fieldTroubles(act.trouble()))
  return {
    act,
    troubleOf: (field: string) => found().get(field),
    /** What belongs to no field of the form. */
    trouble: () => (fields.some((field) => found().has(field)) ? null : act.trouble())
  }
}

/** What is in a field of a form that is being sent. */
export const textOf = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
  event.preventDefault()
  const values = new FormData(event.currentTarget)
  return (name: string) => String(values.get(name) ?? "")
}
