import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { tryDescription, type DescriptionTrial } from "../api/PanelGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { descriptionOf, type DescriptionDraft } from "./DescriptionDraft.ts"

/** A pause in the typing after which the test is made. */
const pauseMillis = 300

/** What a description makes of a sample, asked for a moment after the last change of either. */
export const createTrial = (draft: Accessor<DescriptionDraft>, sample: Accessor<string>) => {
  const [trial, setTrial] = createSignal<DescriptionTrial | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()
  const stop = () => {
    clearTimeout(timer)
    abort.abort()
  }
  onCleanup(stop)

  const ask = async () => {
    abort = new AbortController()
    const { signal } = abort
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
      stop()
      if (sample().trim() !== "") timer = setTimeout(() => void ask(), pauseMillis)
      else {
        setTrial(null)
        setTrouble(null)
      }
    })
  )
  return { trial, trouble }
}
