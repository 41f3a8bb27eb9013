import { For, Show } from "solid-js"
import type { AccountLook } from "../api/ExplanationGateway.ts"
import type { Detail } from "./createDetail.ts"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusBadge, type Tone } from "../ui/StatusBadge.tsx"
import { createAccounts } from "./createAccounts.ts"

type Account = NonNullable<AccountLook["account"]>

const words: Readonly<Record<Account["status"], { readonly label: string; readonly tone: Tone }>> = {
  active: { label: "Active", tone: "ok" },
  inactive: { label: "Inactive", tone: "off" },
  suspended: { label: "Suspended", tone: "warn" },
  banned: { label: "Banned", tone: "bad" },
  unknown: { label: "No status", tone: "plain" }
}

/** How the customer's account looks on the panel now: status, balance, spent (LD-01). */
export const AccountPart = (props: { readonly detail: Detail }) => {
  const looks = createAccounts(
    () => props.detail.conversation()?.id ?? null,
    () => props.detail.context()?.customer?.username ?? null
  )
  return (
    <>
      <Show when={looks.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={looks.reload} isSmall />}
      </Show>
      <Show
        when={looks.accounts()}
        fallback={
          <Show when={looks.trouble() === null}>
            <span role="status" aria-label="Loading" class="skeleton block h-4 w-2/3" />
          </Show>
        }
      >
        {(found) => (
          <>
            <ul class="flex flex-col gap-2">
              <For each={found()} fallback={<li class="text-muted">No panel is connected yet.</li>}>
                {(look) => <AccountLine look={look} />}
              </For>
            </ul>
            <Show when={found().some(({ account }) => account === null)}>
              <Button class="mt-2" onClick={looks.reload}>
                Look again
              </Button>
            </Show>
          </>
        )}
      </Show>
    </>
  )
}

const money = (amount: string | null, currency: string | null) =>
  amount === null ? "–" : currency === null ? amount : `${amount} ${currency}`

const AccountLine = (props: { readonly look: AccountLook }) => (
  <li>
    <p class="flex items-center gap-2">
      <span class="min-w-0 truncate">{props.look.panelName}</span>
      <Show when={props.look.account}>
        {(account) => (
          <span class="ml-auto">
            <StatusBadge tone={words[account().status].tone} label={words[account().status].label} />
          </span>
        )}
      </Show>
    </p>
    <Show when={props.look.account} fallback={<p class="text-muted">{props.look.trouble}</p>}>
      {(account) => (
        <p class="figures flex flex-wrap gap-x-4 text-muted">
          <span>Balance {money(account().balance, account().currency)}</span>
          <span>Spent {money(account().spent, account().currency)}</span>
        </p>
      )}
    </Show>
  </li>
)
