import { A } from "@solidjs/router"
import SearchX from "lucide-solid/icons/search-x"
import Webhook from "lucide-solid/icons/webhook"
import { Show } from "solid-js"
import { createChannels } from "../channels/createChannels.ts"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import { SelectField } from "../ui/SelectField.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { kindWords } from "../words/channelWords.ts"
import { deliveryWords } from "../words/deliveryWords.ts"
import { createDeliveries, type Deliveries, type DeliveryRow } from "./createDeliveries.ts"
import { DeliveryDrawer } from "./DeliveryDrawer.tsx"
import { DeliveryHead, DeliveryLine, DeliveryTile } from "./DeliveryLine.tsx"

const kinds = ["telegram", "whatsapp_cloud", "green_api"] as const

/** What networks sent by themselves, what became of it, and how it is worked on once more. */
const DeliveriesView = () => {
  const channels = createChannels()
  const deliveries = createDeliveries()
  const tabs = () => {
    const counts = deliveries.counts()
    const all = counts === null ? undefined : counts.waiting + counts.done + counts.dead
    return [
      { key: "all" as const, label: "All", count: all },
      { key: "waiting" as const, label: deliveryWords.waiting.label, count: counts?.waiting },
      { key: "done" as const, label: deliveryWords.done.label, count: counts?.done },
      { key: "dead" as const, label: deliveryWords.dead.label, count: counts?.dead }
    ]
  }
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Webhook deliveries">
        <FilterTabs
          class="max-md:order-1 max-md:w-full"
          label="Which state"
          tabs={tabs()}
          current={deliveries.state()}
          onPick={deliveries.setState}
        />
        <div class="ml-auto flex items-center gap-3">
          <ExportButton
            address={deliveries.file()}
            isEmpty={deliveries.rows.items().length === 0}
            title="What came, with what became of it; not the messages themselves"
          />
          <A href="/channels" class="text-muted underline hover:text-text">
            All channels
          </A>
        </div>
      </PageHead>
      <div class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 md:px-4">
        <SelectField
          isBare
          label="Channel"
          class="w-40"
          value={deliveries.channel()}
          options={[
            { value: "", label: "All channels" },
            ...(channels.channels() ?? [])
              .filter(({ kind }) => kind !== "whatsapp")
              .map(({ id, name }) => ({ value: id as string, label: name }))
          ]}
          onPick={deliveries.setChannel}
        />
        <SelectField
          isBare
          label="Network"
          class="w-40"
          value={deliveries.kind()}
          options={[
            { value: "", label: "All networks" },
            ...kinds.map((kind) => ({ value: kind as string, label: kindWords[kind] }))
          ]}
          onPick={deliveries.setKind}
        />
        <p role="status" class="min-w-0 font-medium empty:hidden md:ml-auto">
          {deliveries.said()}
        </p>
      </div>
      <Show when={deliveries.rows.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={deliveries.rows.reload} />}
      </Show>
      <List deliveries={deliveries} />
      <Show when={deliveries.openId()} keyed>
        {(id) => (
          <DeliveryDrawer id={id} onReplay={() => deliveries.ask(id)} onClose={() => deliveries.open(null)} />
        )}
      </Show>
      <Show when={deliveries.asked()} keyed>
        {(id) => (
          <Confirm
            title="Work on it once more?"
            yes="Replay"
            no="Leave it"
            isBusy={deliveries.act.isBusy(id)}
            trouble={deliveries.act.trouble()}
            onYes={() => void deliveries.replay(id)}
            onNo={() => deliveries.ask(null)}
          >
            <p>
              What is in it is taken in as if it had come now. Messages that are known already stay as they
              are and are not answered again; those that were missed are answered.
            </p>
          </Confirm>
        )}
      </Show>
    </div>
  )
}

const List = (props: { readonly deliveries: Deliveries }) => {
  const { act, rows } = props.deliveries
  const of = (row: () => DeliveryRow) => ({
    get row() {
      return row()
    },
    get isBusy() {
      return act.isBusy(row().id)
    },
    onOpen: () => props.deliveries.open(row().id),
    onReplay: () => props.deliveries.ask(row().id)
  })
  return (
    <RowTable
      label="Webhook deliveries"
      rows={rows}
      wideFrom={1024}
      nothing={<Nothing deliveries={props.deliveries} />}
      head={<DeliveryHead />}
      line={(row) => <DeliveryLine {...of(row)} />}
      tileHeight={72}
      tile={(row) => <DeliveryTile {...of(row)} />}
    />
  )
}

const Nothing = (props: { readonly deliveries: Deliveries }) => (
  <Show
    when={props.deliveries.isFiltered()}
    fallback={
      <EmptyState
        icon={<Webhook />}
        text="No webhook has come yet."
        hint="Telegram, Meta and Green API bring messages to the webhook address of their channel; each of them is listed here with what became of it. A number that is linked by QR code needs none."
      />
    }
  >
    <EmptyState icon={<SearchX />} text="Nothing fits these filters.">
      <Button onClick={props.deliveries.showAll}>Show all</Button>
    </EmptyState>
  </Show>
)

export default DeliveriesView
