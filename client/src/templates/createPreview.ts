import { createEffect, createSignal, on, type Accessor } from "solid-js"
import { previewTemplate, type Preview, type PreviewRequest } from "../api/Rules.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createDelay } from "../ui/createDelay.ts"

/** A pause in the typing after which the preview is asked for. */
const pauseMillis = 300

/** What customers would read, asked for a moment after the last change; null = nothing to show. */
export const createPreview = (wanted: Accessor<PreviewRequest | null>) => {
  const [preview, setPreview] = createSignal<Preview | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const delay = createDelay()
  const ask = async (body: PreviewRequest, signal: AbortSignal) => {
    try {
      const answer = await previewTemplate(body, signal)
      if (signal.aborted) return
      setPreview(answer)
      setTrouble(null)
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  createEffect(
    on(wanted, (body, before) => {
      if (body === null || body.text.trim() === "") {
        delay.stop()
        setPreview(null)
      } else delay.start(before === undefined ? 0 : pauseMillis, (signal) => ask(body, signal))
    })
  )
  return { preview, trouble }
}
