import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import type { ConversationContext } from "../api/Gateway.ts"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { customerWords } from "../words/customerWords.ts"

/** Who the chat's customer is, with the way to his own page. */
export const CustomerPart = (props: { readonly customer: NonNullable<ConversationContext["customer"]> }) => {
  const { login } = useSession()
  const word = () => customerWords[props.customer.status]
  return (
    <div class="flex flex-col gap-1">
      <p class="flex items-center gap-2">
        <Show
          when={mayOpen(login(), "/customers")}
          fallback={<span class="truncate text-base font-medium select-all">{props.customer.username}</span>}
        >
          <A
            href={`/customers?open=${props.customer.id}`}
            title="Numbers, memo, switches and history"
            class="inline-flex min-h-6 min-w-0 items-center text-base font-medium text-accent underline pointer-coarse:min-h-10"
          >
            <span class="truncate">{props.customer.username}</span>
          </A>
        </Show>
        <StatusBadge tone={word().tone} label={word().label} title={word().meaning} />
      </p>
      <ul class="figures text-muted">
        <For each={props.customer.contacts}>
          {(contact) => <li class="truncate select-all">{contact}</li>}
        </For>
      </ul>
      <Show when={props.customer.memo !== ""}>
        <p class="mt-1 rounded-md bg-bubble-note px-2 py-1 whitespace-pre-wrap">{props.customer.memo}</p>
      </Show>
    </div>
  )
}
