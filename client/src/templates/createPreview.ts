import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { previewTemplate, type Preview, type PreviewRequest } from "../api/Rules.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** A pause in the typing after which the preview is asked for. */
const pauseMillis = 300

/** What customers would read, asked for a moment after the last change; null = nothing to show. */
export const createPreview = (wanted: Accessor<PreviewRequest | null>) => {
  const [preview, setPreview] = createSignal<Preview | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()
  onCleanup(() => {
    clearTimeout(timer)
    abort.abort()
  })
  const ask = async (body: PreviewRequest) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
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
      clearTimeout(timer)
      if (body === null || body.text.trim() === "") {
        abort.abort()
        setPreview(null)
      } else timer = setTimeout(() => void ask(body), before === undefined ? 0 : pauseMillis)
    })
  )
  return { preview, trouble }
}
