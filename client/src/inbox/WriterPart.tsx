import { Show } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import type { Detail } from "./createDetail.ts"
import { createWriterGift } from "./createWriterGift.ts"
import { CustomerPart } from "./CustomerPart.tsx"
import { CustomerSearch } from "./CustomerSearch.tsx"

/** Which customer writes here; whom the gateway does not know, staff may know (CU-01). */
export const WriterPart = (props: { readonly detail: Detail }) => {
  const session = useSession()
  // oxlint-disable-next-line solid/reactivity -- the desk has one detail for good
  const gift = createWriterGift(props.detail)
  const isStranger = () => props.detail.context()?.conversation.chatKind === "direct"
  return (
    <>
      <Show
        when={props.detail.context()?.customer}
        fallback={
          <Show when={isStranger()}>
            <div class="flex flex-col gap-2">
              <p class="text-muted">Not matched to a panel username yet. The bot asks for it.</p>
              <Show when={mayDo(session.login(), ["customers.manage"])}>
                <CustomerSearch
                  label="You know who it is?"
                  isBusy={gift.act.isBusy("give")}
                  onPick={gift.give}
                />
              </Show>
            </div>
          </Show>
        }
      >
        {(customer) => <CustomerPart customer={customer()} />}
      </Show>
      <Show when={gift.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <UndoBar done={gift.done()} onClose={gift.forgetDone} />
    </>
  )
}
