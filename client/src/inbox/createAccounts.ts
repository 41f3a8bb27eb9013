import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { type AccountLook, listAccounts } from "../api/ExplanationGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"

/** Whoever only walks through the list asks no panel: it is asked once a chat stays open. */
const dwellMillis = 700

/** How the customer of the open chat stands on his panel, read when the chat stays open and when asked to. */
export const createAccounts = (
  conversationId: Accessor<string | null>,
  username: Accessor<string | null>
) => {
  const [accounts, setAccounts] = createSignal<ReadonlyArray<AccountLook> | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    abort.abort()
  }
  onCleanup(stop)

  const load = (id: string) => {
    stop()
    abort = new AbortController()
    const { signal } = abort
    setTrouble(null)
    listAccounts(id, signal)
      .then((found) => {
        if (!signal.aborted) setAccounts(found)
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setTrouble(asTrouble(error))
      })
  }
  createEffect(
    on([conversationId, username], ([id, name]) => {
      stop()
      setAccounts(null)
      setTrouble(null)
      if (id !== null && name !== null) timer = setTimeout(() => load(id), dwellMillis)
    })
  )
  return {
    accounts,
    trouble,
    reload: () => {
      const id = conversationId()
      if (id !== null) load(id)
    }
  }
}
