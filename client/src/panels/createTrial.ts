import { createEffect, createSignal, on, type Accessor } from "solid-js"
import { tryDescription, type DescriptionTrial } from "../api/PanelGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createDelay } from "../ui/createDelay.ts"
import { descriptionOf, type DescriptionDraft } from "./DescriptionDraft.ts"

/** A pause in the typing after which the test is made. */
const pauseMillis = 300

/** What a description makes of a sample, asked for a moment after the last change of either. */
export const createTrial = (draft: Accessor<DescriptionDraft>, sample: Accessor<string>) => {
  const [trial, setTrial] = createSignal<DescriptionTrial | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const delay = createDelay()

  const ask = async (signal: AbortSignal) => {
    try {
      const found = await tryDescription({ description: descriptionOf(draft()), sample: sample() }, signal)
      if (signal.aborted) return
      setTrial(found)
      setTrouble(null)
    } catch (error) {
      if (signal.aborted) return
      setTrial(null)
      setTrouble(asTrouble(error))
    }
  }
  createEffect(
    on([draft, sample], () => {
      if (sample().trim() !== "") delay.start(pauseMillis, ask)
      else {
        delay.stop()
        setTrial(null)
        setTrouble(null)
      }
    })
  )
  return { trial, trouble }
}
