import KeyRound from "lucide-solid/icons/key-round"
import Pencil from "lucide-solid/icons/pencil"
import X from "lucide-solid/icons/x"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { AdminChat } from "../api/CustomerGateway.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import type { Trusted } from "./createTrusted.ts"
import { ListHead } from "./ListHead.tsx"
import { TrustForm } from "./TrustForm.tsx"

interface TrustedListProps {
  readonly trusted: Trusted
  readonly isAdding: boolean
  readonly onAdding: (isAdding: boolean) => void
}

/** The owner's and his staff's own numbers (CU-10). */
export const TrustedList = (props: TrustedListProps) => {
  const [edited, setEdited] = createSignal<AdminChat | null>(null)
  const [removed, setRemoved] = createSignal<AdminChat | null>(null)
  const remove = async (chat: AdminChat) => {
    if (await props.trusted.distrust(chat.contactId)) setRemoved(null)
  }
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={props.trusted.list.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={props.trusted.list.reload} />}
      </Show>
      <Switch>
        <Match when={props.trusted.list.value() === null && props.trusted.list.trouble() === null}>
          <SkeletonRows count={3} rowClass="h-14" />
        </Match>
        <Match when={props.trusted.list.value()?.length === 0}>
          <EmptyState
            icon={<KeyRound />}
            text="Nobody is trusted yet."
            hint="Your own number and your staff’s may give commands for any order, and get the gateway’s notices."
          >
            <Button look="solid" onClick={() => props.onAdding(true)}>
              Trust your number
            </Button>
          </EmptyState>
        </Match>
        <Match when={props.trusted.list.value()}>
          {(items) => (
            <>
              <ListHead
                names={["Name", "Number", "What for"]}
                class="md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)_72px]"
              />
              <ul aria-label="Trusted">
                <For each={items()}>
                  {(chat) => (
                    <Line chat={chat} onEdit={() => setEdited(chat)} onRemove={() => setRemoved(chat)} />
                  )}
                </For>
              </ul>
            </>
          )}
        </Match>
      </Switch>
      <Show when={props.isAdding}>
        <TrustForm trusted={props.trusted} chat={null} onClose={() => props.onAdding(false)} />
      </Show>
      <Show when={edited()}>
        {(chat) => <TrustForm trusted={props.trusted} chat={chat()} onClose={() => setEdited(null)} />}
      </Show>
      <Show when={removed()}>
        {(chat) => (
          <Confirm
            title={`Trust ${chat().label} no more?`}
            yes="Trust no more"
            no="Back"
            isDanger
            isBusy={props.trusted.act.isBusy(chat().contactId)}
            trouble={props.trusted.act.trouble()}
            onYes={() => void remove(chat())}
            onNo={() => setRemoved(null)}
          >
            <p>
              <b class="figures font-medium">{chat().address}</b> is then like any other number: no commands
              for the orders of others, no notices.
            </p>
          </Confirm>
        )}
      </Show>
    </div>
  )
}

interface LineProps {
  readonly chat: AdminChat
  readonly onEdit: () => void
  readonly onRemove: () => void
}

const Line = (props: LineProps) => (
  <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)_72px] md:px-4">
    <p class="truncate font-medium">{props.chat.label}</p>
    <p class="figures min-w-0 truncate text-muted max-md:row-start-2">
      <span class="select-all">{props.chat.address}</span>
      <Show when={props.chat.name}>{(name) => <> · {name()}</>}</Show>
    </p>
    <p class="text-muted max-md:row-start-3">
      {props.chat.getsNotices ? "Commands and notices" : "Commands only"}
    </p>
    <div class="flex gap-1 max-md:col-start-2 max-md:row-span-3 max-md:row-start-1">
      <IconButton label={`Edit ${props.chat.label}`} onClick={() => props.onEdit()}>
        <Pencil class="size-4" aria-hidden="true" />
      </IconButton>
      <IconButton label={`Trust ${props.chat.label} no more`} onClick={() => props.onRemove()}>
        <X class="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  </li>
)
