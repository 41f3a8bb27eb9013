import { A } from "@solidjs/router"
import { Show } from "solid-js"
import { mayDo, mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { UndoBar } from "../ui/UndoBar.tsx"
import { CustomerSearch } from "./CustomerSearch.tsx"
import type { Detail } from "./createDetail.ts"
import { createGroupGift } from "./createGroupGift.ts"

/** Of a group: whose it is (CU-01), which panel it is bound to (OR-10), and the way to its switches (CH-10). */
export const GroupPart = (props: { readonly detail: Detail }) => {
  const session = useSession()
  // oxlint-disable-next-line solid/reactivity -- the desk has one detail for good
  const gift = createGroupGift(props.detail)
  const isMine = () => mayDo(session.login(), ["customers.manage"])
  const owner = () => (gift.now().customerId === null ? null : (props.detail.context()?.customer ?? null))
  return (
    <div class="flex flex-col gap-2">
      <Show
        when={owner()}
        fallback={
          <>
            <p class="text-muted">Nobody’s group: each writer is matched by himself.</p>
            <Show when={isMine()}>
              <CustomerSearch
                label="Give it to a customer"
                isBusy={gift.act.isBusy("give")}
                onPick={gift.giveTo}
              />
            </Show>
          </>
        }
      >
        {(customer) => (
          <p class="flex items-center gap-2">
            <span class="min-w-0 flex-1 text-muted">
              Everybody here writes for <span class="font-medium text-text">{customer().username}</span>.
            </span>
            <Show when={isMine()}>
              <Button isBusy={gift.act.isBusy("give")} onClick={() => gift.takeOff(customer().username)}>
                Take it off
              </Button>
            </Show>
          </p>
        )}
      </Show>
      <Show when={isMine() && (gift.panels().length > 1 || gift.now().panelId !== null)}>
        <SelectField
          label="Panel of this group"
          value={gift.now().panelId ?? ""}
          options={[
            { value: "", label: "Every panel" },
            ...gift.panels().map(({ id, name }) => ({ value: id, label: name }))
          ]}
          onPick={gift.bind}
        />
      </Show>
      <Show when={gift.act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <Show when={mayOpen(session.login(), "/channels") && props.detail.conversation()}>
        {(chat) => (
          <A
            href={`/channels/${chat().channelId}/chats?search=${encodeURIComponent(chat().title)}`}
            class="inline-flex min-h-6 items-center self-start text-accent underline pointer-coarse:min-h-10"
          >
            Switches of this group
          </A>
        )}
      </Show>
      <UndoBar done={gift.done()} onClose={gift.forgetDone} />
    </div>
  )
}
