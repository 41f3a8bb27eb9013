import { createSignal, onCleanup } from "solid-js"
import { listCustomers } from "../api/CustomerGateway.ts"
import { createAct } from "../ui/createAct.ts"

const mostFound = 6

/** A customer as the search finds him. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** Looks for customers by name, number or e-mail as one types. */
export const createCustomerSearch = () => {
  const act = createAct()
  const [search, setSearch] = createSignal("")
  const [found, setFound] = createSignal<ReadonlyArray<Named> | null>(null)
  let abort = new AbortController()
  onCleanup(() => abort.abort())
  const find = (text: string) => {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    setSearch(text)
    setFound(null)
    if (text === "") return
    void act.run(async () => {
      const { items } = await listCustomers(
        { before: null, limit: mostFound, status: "", search: text },
        signal
      )
      if (!signal.aborted) setFound(items.map(({ id, username }) => ({ id, name: username })))
    }, `find ${text}`)
  }
  return { act, search, find, found }
}
