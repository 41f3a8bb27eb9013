import KeyRound from "lucide-solid/icons/key-round"
import Plus from "lucide-solid/icons/plus"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { permissionWords } from "../../../src/domain/Permissions.ts"
import { listKeys, revokeKey, type ApiKey } from "../api/AccessGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { CopyText } from "../ui/CopyText.tsx"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"
import { Modal } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { AddKey } from "./AddKey.tsx"

/** Keys for programs (AC-07). */
const KeysView = () => {
  const keys = createRead(listKeys)
  const act = createAct()
  const [isAdding, setAdding] = createSignal(false)
  const [made, setMade] = createSignal<string | null>(null)
  const [revoked, setRevoked] = createSignal<ApiKey | null>(null)
  const revoke = async (key: ApiKey) => {
    if (!(await act.run(() => revokeKey(key.id)))) return
    setRevoked(null)
    keys.reload()
  }
  return (
    <div class="flex h-full flex-col">
      <PageHead title="API keys">
        <a href="/docs" rel="external" class="text-accent underline">
          How to use them
        </a>
        <ExportButton class="ml-auto" address="/api/keys.csv" isEmpty={(keys.value()?.length ?? 0) === 0} />
        <Button look="solid" onClick={() => setAdding(true)}>
          <Plus class="size-4" aria-hidden="true" />
          New key
        </Button>
      </PageHead>
      <Show when={keys.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={keys.reload} />}</Show>
      <div class="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <Switch>
          <Match when={keys.value() === null && keys.trouble() === null}>
            <SkeletonRows count={3} rowClass="h-12" />
          </Match>
          <Match when={keys.value()?.length === 0}>
            <EmptyState
              icon={<KeyRound />}
              text="No API key yet."
              hint="With a key your own programs, or n8n, read and do here what its scopes allow."
            >
              <Button look="solid" onClick={() => setAdding(true)}>
                Make the first
              </Button>
            </EmptyState>
          </Match>
          <Match when={keys.value()}>
            {(items) => (
              <ul aria-label="API keys">
                <For each={items()}>{(key) => <Line key_={key} onRevoke={() => setRevoked(key)} />}</For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={isAdding()}>
        <AddKey
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false)
            setMade(key)
            keys.reload()
          }}
        />
      </Show>
      <Show when={made()}>
        {(key) => (
          <Modal isOpen title="The new key" onClose={() => setMade(null)}>
            <p class="mb-3">Keep it where only your program reads it. It is shown this once.</p>
            <CopyText label="The key" text={key()} />
          </Modal>
        )}
      </Show>
      <Show when={revoked()}>
        {(key) => (
          <Confirm
            title={`Revoke ${key().name}?`}
            yes="Revoke"
            no="Back"
            isDanger
            isBusy={act.isBusy()}
            trouble={act.trouble()}
            onYes={() => void revoke(key())}
            onNo={() => setRevoked(null)}
          >
            <p>Whatever uses it is refused at once. A revoked key does not come back.</p>
          </Confirm>
        )}
      </Show>
    </div>
  )
}

const Line = (props: { readonly key_: ApiKey; readonly onRevoke: () => void }) => (
  <li
    class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-3 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,2fr)_128px_96px] md:px-4"
    classList={{ "text-muted": props.key_.revokedAt !== null }}
  >
    <p class="truncate font-medium">{props.key_.name}</p>
    <code class="truncate font-mono text-muted max-md:col-start-1">{props.key_.prefix}_…</code>
    <p class="truncate text-muted max-md:col-start-1">
      {props.key_.scopes.map((scope) => permissionWords[scope]).join(", ")}
    </p>
    <p class="text-muted max-md:col-start-1">
      <Show when={props.key_.lastUsedAt} fallback="never used">
        {(at) => (
          <>
            used <TimeText at={at()} look="short" />
          </>
        )}
      </Show>
    </p>
    <div class="text-right max-md:col-start-2 max-md:row-span-4 max-md:row-start-1">
      <Show when={props.key_.revokedAt === null} fallback="Revoked">
        <Button look="danger" onClick={() => props.onRevoke()}>
          Revoke
        </Button>
      </Show>
    </div>
  </li>
)

export default KeysView
