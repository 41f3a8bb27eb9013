import { A } from "@solidjs/router"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { Customer } from "../api/CustomerGateway.ts"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import type { Catalogue } from "../api/ServiceGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { customerWords } from "../words/customerWords.ts"
import { createCustomer, type CustomerDetail } from "./createCustomer.ts"
import { CustomerFields } from "./CustomerFields.tsx"
import { CustomerHistory } from "./CustomerHistory.tsx"
import { CustomerNumbers } from "./CustomerNumbers.tsx"
import { DrawerPart } from "./DrawerPart.tsx"
import { Removing, SaveBar } from "./SaveBar.tsx"

interface CustomerDrawerProps {
  readonly id: string
  readonly panels: ReadonlyArray<Catalogue>
  readonly onChanged: (customer: Customer) => void
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** Everything about one customer; closing asks once when something is typed and not saved. */
export const CustomerDrawer = (props: CustomerDrawerProps) => {
  const detail = createCustomer({ id: () => props.id, onChanged: (customer) => props.onChanged(customer) })
  const [isLeaving, setLeaving] = createSignal(false)
  const close = () => {
    if (detail.isDirty() && !isLeaving()) setLeaving(true)
    else props.onClose()
  }
  const save = async () => {
    const isLast = isLeaving()
    setLeaving(false)
    if ((await detail.save()) && isLast) props.onClose()
  }
  return (
    <Drawer
      isOpen
      title={detail.customer()?.username ?? "Customer"}
      onClose={close}
      foot={
        <Show when={detail.isDirty()}>
          <SaveBar
            isLeaving={isLeaving()}
            isBusy={detail.saving.isBusy()}
            onSave={() => void save()}
            onDiscard={() => {
              detail.discard()
              if (isLeaving()) props.onClose()
            }}
          />
        </Show>
      }
    >
      <Switch>
        <Match when={detail.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={detail.reload} isSmall />}
        </Match>
        <Match when={detail.customer() === null}>
          <div role="status" aria-label="Loading" class="flex flex-col gap-3 p-4">
            <For each={["w-1/3", "w-full", "w-full", "w-2/3", "w-full"]}>
              {(width) => <span class={`skeleton h-4 ${width}`} />}
            </For>
          </div>
        </Match>
        <Match when={detail.customer()}>
          {(customer) => (
            <Inside
              detail={detail}
              customer={customer()}
              panels={props.panels}
              onSave={() => void save()}
              onRemoved={props.onRemoved}
            />
          )}
        </Match>
      </Switch>
    </Drawer>
  )
}

interface InsideProps {
  readonly detail: CustomerDetail
  readonly customer: Customer
  readonly panels: ReadonlyArray<Catalogue>
  readonly onSave: () => void
  readonly onRemoved: () => void
}

const Inside = (props: InsideProps) => {
  const troubles = () => fieldTroubles(props.detail.saving.trouble())
  return (
    <>
      <Status detail={props.detail} customer={props.customer} />
      <Conflict detail={props.detail} />
      <form
        class="flex flex-col gap-3 border-b border-line p-4"
        aria-label="Customer"
        onSubmit={(event) => {
          event.preventDefault()
          props.onSave()
        }}
      >
        <Show when={props.detail.draft()}>
          {(draft) => (
            <CustomerFields
              draft={draft()}
              panels={props.panels}
              troubles={troubles()}
              onType={props.detail.type}
            />
          )}
        </Show>
        {/* Enter in a field saves; the button itself is at the foot. */}
        <button type="submit" class="hidden" tabindex="-1" aria-hidden="true" />
      </form>
      <DrawerPart title="Numbers" count={props.customer.contacts.length}>
        <CustomerNumbers detail={props.detail} customer={props.customer} />
      </DrawerPart>
      <DrawerPart title="Groups" count={props.customer.chats.length}>
        <ul>
          <For
            each={props.customer.chats}
            fallback={
              <li class="text-muted">None. A group is given to a customer from its chat on the desk.</li>
            }
          >
            {(chat) => (
              <li>
                <A
                  href={`/desk/${chat.id}`}
                  class="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  {chat.title}
                </A>
              </li>
            )}
          </For>
        </ul>
      </DrawerPart>
      <DrawerPart title="Requests">
        <A
          href={`/requests?search=${encodeURIComponent(props.customer.username)}`}
          class="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          Requests of {props.customer.username}
        </A>
      </DrawerPart>
      <DrawerPart title="History">
        <CustomerHistory entries={props.detail.history()} />
      </DrawerPart>
      <div class="p-4">
        <Removing detail={props.detail} username={props.customer.username} onRemoved={props.onRemoved} />
      </div>
    </>
  )
}

const Status = (props: { readonly detail: CustomerDetail; readonly customer: Customer }) => {
  const word = () => customerWords[props.customer.status]
  const isActive = () => props.customer.status === "active"
  return (
    <div class="flex items-center gap-3 border-b border-line px-4 py-2">
      <div class="min-w-0">
        <StatusBadge tone={word().tone} label={word().label} />
        <p class="text-xs text-muted">
          <Show when={props.customer.suspension} fallback={word().meaning}>
            {(suspension) => (
              <>
                {suspension().reason} · <TimeText at={suspension().at} look="ago" />
              </>
            )}
          </Show>
        </p>
      </div>
      <Button
        class="ml-auto"
        look={isActive() ? "outline" : "solid"}
        isBusy={props.detail.saving.isBusy("status")}
        onClick={() => void props.detail.setActive(!isActive())}
      >
        {isActive() ? "Disable" : props.customer.status === "suspended" ? "Enable again" : "Enable"}
      </Button>
    </div>
  )
}

/** What the last press ended with; when somebody else was quicker, how to go on. */
const Conflict = (props: { readonly detail: CustomerDetail }) => (
  <Switch>
    <Match when={props.detail.theirs()}>
      <div role="alert" class="m-3 rounded-md border border-warn/50 bg-warn-soft p-3">
        <p class="font-medium">Somebody else changed this customer meanwhile.</p>
        <p>Load it again: what you typed stays, everything else shows the new state.</p>
        <Button class="mt-2" onClick={props.detail.showTheirs}>
          Load it again
        </Button>
      </div>
    </Match>
    <Match when={fieldTroubles(props.detail.saving.trouble()).size === 0 && props.detail.saving.trouble()}>
      {(trouble) => <ErrorBox trouble={trouble()} isSmall />}
    </Match>
  </Switch>
)
