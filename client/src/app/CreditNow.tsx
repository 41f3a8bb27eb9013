import { Show } from "solid-js"
import { getCredit } from "../api/StartGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { createPoll } from "../ui/createPoll.ts"
import { mayDo } from "./access.ts"
import { useSession } from "./SessionContext.ts"

/** It changes with every command; nobody needs it to the second. */
const everyMillis = 5 * 60_000

/** What the workspace has, for those who see its money; a wide bar alone has room for it. */
export const CreditNow = () => {
  const { login } = useSession()
  return (
    <Show when={mayDo(login(), ["billing.manage"])}>
      <Balance />
    </Show>
  )
}

const Balance = () => {
  const credit = createPoll(getCredit, { everyMillis, key: "id" })
  return (
    <Show when={credit.value()}>
      {(wallet) => (
        <span
          class="figures text-sm whitespace-nowrap max-[1439px]:hidden"
          classList={{ "text-bad": wallet().balance < 0, "text-muted": wallet().balance >= 0 }}
          title="Credit of this workspace"
        >
          {wallet().balance < 0 ? "−" : ""}
          {formatCount(Math.abs(wallet().balance))}{" "}
          <abbr title="credit" class="no-underline">
            cr
          </abbr>
        </span>
      )}
    </Show>
  )
}
