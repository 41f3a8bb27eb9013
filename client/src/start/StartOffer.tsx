import { A, useLocation } from "@solidjs/router"
import ListTodo from "lucide-solid/icons/list-todo"
import X from "lucide-solid/icons/x"
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js"
import { getStart } from "../api/StartGateway.ts"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { IconButton } from "../ui/Button.tsx"
import { isMarked, setMark } from "./startMemory.ts"
import { startSteps } from "./startSteps.ts"

/** Offers the first steps above the desk and the pages that they lead to, to an owner whose workspace is not complete, until he waves them away. */
export const StartOffer = () => {
  const { login } = useSession()
  const location = useLocation()
  const [offered, setOffered] = createSignal<{ readonly done: number } | null>(null)
  const page = createMemo(
    () => /^\/(?:desk|panels|channels|providers|routes|test)\b/.exec(location.pathname)?.[0]
  )
  const tenantId = login().tenantId
  const isFor = mayDo(login(), ["owner"]) && login().isViewing !== true
  /** Nothing is taken back of what was complete once. */
  let isComplete = false
  const abort = new AbortController()
  onCleanup(() => abort.abort())

  const ask = () => {
    if (!isFor || isComplete || isMarked("dismissed", tenantId)) return setOffered(null)
    getStart(abort.signal)
      .then((state) => {
        const steps = startSteps(state, isMarked("tried", tenantId))
        const count = steps.filter(({ isDone }) => isDone).length
        isComplete = count === steps.length
        setOffered(isComplete ? null : { done: count })
      })
      // It is an offer: without an answer there is none.
      .catch(() => {})
  }
  createEffect(on(page, (where) => where !== undefined && ask()))
  const dismiss = () => {
    setMark("dismissed", tenantId, true)
    setOffered(null)
  }

  return (
    <Show when={page() === undefined ? null : offered()}>
      {(offer) => (
        <section
          aria-label="First steps"
          class="flex shrink-0 items-center gap-3 border-b border-line bg-selected px-3 py-1 md:px-4"
          // An open chat takes the whole screen of a phone.
          classList={{ "max-md:hidden": /^\/desk\/./.test(location.pathname) }}
        >
          <ListTodo class="size-4 shrink-0 text-accent" aria-hidden="true" />
          <p class="min-w-0 flex-1">
            <A href="/start" class="inline-flex min-h-6 items-center font-medium text-accent underline">
              First steps
            </A>{" "}
            <span class="figures">{offer().done} of 5 done</span>
            <span class="text-muted max-md:sr-only">: panel, channel, route, a try, the first reply.</span>
          </p>
          <IconButton label="Do not offer the first steps here" onClick={dismiss}>
            <X class="size-4" aria-hidden="true" />
          </IconButton>
        </section>
      )}
    </Show>
  )
}
