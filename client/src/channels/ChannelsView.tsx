import { A, useNavigate, useSearchParams } from "@solidjs/router"
import Plus from "lucide-solid/icons/plus"
import Radio from "lucide-solid/icons/radio"
import { For, Match, Show, Switch } from "solid-js"
import { mayDo, maySee } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { AddChannel } from "./AddChannel.tsx"
import type { ChannelAct } from "./ChannelMenu.tsx"
import { ChannelRow } from "./ChannelRow.tsx"
import { createChannels } from "./createChannels.ts"
import { HistoryDrawer } from "./HistoryDrawer.tsx"
import { RemoveDialog } from "./RemoveDialog.tsx"
import { RenameDialog } from "./RenameDialog.tsx"
import { RenewDialog } from "./RenewDialog.tsx"
import { ScanDialog } from "./ScanDialog.tsx"
import { UnlinkDialog } from "./UnlinkDialog.tsx"
import { WebhookDialog } from "./WebhookDialog.tsx"

/** Acts that open something beside the list. */
type Opened = Exclude<ChannelAct, "chats" | "deliveries" | "reconnect">

/** The numbers and bots that customers write to. What is open is in the address. */
const ChannelsView = () => {
  const channels = createChannels()
  const session = useSession()
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams<Partial<Record<"add" | "scan" | Opened, string>>>()
  const isOwner = () => mayDo(session.login(), ["owner"])
  const named = (id: string | undefined) => (id === undefined ? undefined : channels.byId().get(id))
  const startAdding = () => setQuery({ add: "yes" })
  const act = (id: string, what: ChannelAct) => {
    switch (what) {
      case "chats":
        return navigate(`/channels/${id}/chats`)
      case "deliveries":
        return navigate(`/channels/webhooks?channel=${id}`)
      case "reconnect":
        return void channels.order(id, "reconnect")
      default:
        return setQuery({ [what]: id })
    }
  }
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Channels">
        <ExportButton
          class="ml-auto max-md:hidden"
          address="/api/channels.csv"
          isEmpty={(channels.channels()?.length ?? 0) === 0}
        />
        <Show when={isOwner()}>
          <A href="/channels/webhooks" class="text-muted max-md:ml-auto underline hover:text-text">
            Webhooks
          </A>
          <Button look="solid" onClick={startAdding}>
            <Plus class="size-4" aria-hidden="true" />
            Add channel
          </Button>
        </Show>
      </PageHead>
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Switch>
          <Match when={channels.trouble()}>
            {(trouble) => <ErrorBox trouble={trouble()} onRetry={channels.reload} />}
          </Match>
          <Match when={channels.channels() === null}>
            <SkeletonRows count={3} rowClass="h-16" />
          </Match>
          <Match when={channels.channels()?.length === 0}>
            <EmptyState
              icon={<Radio />}
              text="No channel yet."
              hint="Connect the WhatsApp number or the Telegram bot that your customers write to. It takes a minute."
            >
              <Button look="solid" onClick={startAdding}>
                Connect a WhatsApp number
              </Button>
            </EmptyState>
          </Match>
          <Match when={channels.channels()}>
            {(list) => (
              <ul aria-label="Channels">
                <For each={list().map((channel) => channel.id)}>
                  {(id) => (
                    <Show when={channels.byId().get(id)}>
                      {(channel) => (
                        <ChannelRow
                          channel={channel()}
                          isBusy={channels.busy().has(id)}
                          trouble={channels.orderTrouble().get(id)}
                          onOrder={(order) => {
                            void channels.order(id, order)
                            if (order === "reconnect" && channel().kind === "whatsapp") setQuery({ scan: id })
                          }}
                          isOwner={isOwner()}
                          seesChats={maySee(session.login(), ["providers.manage", "customers.manage"])}
                          onScan={() => setQuery({ scan: id })}
                          onAct={(what) => act(id, what)}
                        />
                      )}
                    </Show>
                  )}
                </For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={query.add !== undefined}>
        <AddChannel
          onAdd={channels.add}
          onClose={() => setQuery({ add: null })}
          onAdded={(id, kind) =>
            setQuery({
              add: null,
              ...(kind === "whatsapp" ? { scan: id } : kind === "whatsapp_cloud" ? { hook: id } : {})
            })
          }
        />
      </Show>
      <Show when={named(query.scan)}>
        {(channel) => (
          <ScanDialog
            channel={channel()}
            isBusy={channels.busy().has(channel().id)}
            trouble={channels.orderTrouble().get(channel().id)}
            onReconnect={() => void channels.order(channel().id, "reconnect")}
            onClose={() => setQuery({ scan: null })}
          />
        )}
      </Show>
      <Show when={named(query.hook)}>
        {(channel) => <WebhookDialog channel={channel()} onClose={() => setQuery({ hook: null })} />}
      </Show>
      <Show when={named(query.history)}>
        {(channel) => <HistoryDrawer channel={channel()} onClose={() => setQuery({ history: null })} />}
      </Show>
      <Show when={named(query.rename)}>
        {(channel) => <RenameDialog channel={channel()} onClose={() => setQuery({ rename: null })} />}
      </Show>
      <Show when={named(query.renew)}>
        {(channel) => <RenewDialog channel={channel()} onClose={() => setQuery({ renew: null })} />}
      </Show>
      <Show when={named(query.unlink)}>
        {(channel) => (
          <UnlinkDialog
            channel={channel()}
            onUnlink={() => void channels.order(channel().id, "unlink")}
            onClose={() => setQuery({ unlink: null })}
          />
        )}
      </Show>
      <Show when={named(query.remove)}>
        {(channel) => <RemoveDialog channel={channel()} onClose={() => setQuery({ remove: null })} />}
      </Show>
    </div>
  )
}

export default ChannelsView
