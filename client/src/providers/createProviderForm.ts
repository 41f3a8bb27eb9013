import { createEffect, createSignal, on } from "solid-js"
import { previewProvider, type Provider, type ProviderPreview } from "../api/ProviderGateway.ts"
import type { OrderStatus } from "../api/Views.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { createDelay } from "../ui/createDelay.ts"
import { changesOf, draftOf, textsOf, type ProviderDraft } from "./ProviderDraft.ts"

/** A pause in the typing after which the preview is asked for. */
const pauseMillis = 300

/** What is typed about a provider, and what he would read, asked for a moment after the last change. */
export const createProviderForm = (provider: () => Provider) => {
  const [draft, setDraft] = createSignal(draftOf(provider()))
  const [status, setStatus] = createSignal<OrderStatus>("in_progress")
  const [preview, setPreview] = createSignal<ProviderPreview | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const delay = createDelay()

  const ask = async (signal: AbortSignal) => {
    try {
      const { alias, panelName } = { alias: draft().alias, panelName: provider().panelName }
      const made = await previewProvider({ ...textsOf(draft()), alias, panelName, status: status() }, signal)
      if (signal.aborted) return
      setPreview(made)
      setTrouble(null)
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  createEffect(on([draft, status], (_, before) => delay.start(before === undefined ? 0 : pauseMillis, ask)))

  const changes = () => changesOf(provider(), draft())
  return {
    draft,
    status,
    preview,
    trouble,
    changes,
    setStatus,
    type: (values: Partial<ProviderDraft>) => setDraft((now) => ({ ...now, ...values })),
    isDirty: () => Object.keys(changes()).length > 0,
    reset: () => setDraft(draftOf(provider()))
  }
}

export type ProviderForm = ReturnType<typeof createProviderForm>
