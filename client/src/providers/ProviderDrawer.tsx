import { createSignal, For, Show } from "solid-js"
import type { Provider } from "../api/ProviderGateway.ts"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { DrawerPart } from "../customers/DrawerPart.tsx"
import { SaveBar } from "../customers/SaveBar.tsx"
import { Button } from "../ui/Button.tsx"
import { Confirm } from "../ui/Confirm.tsx"
import { CopyText } from "../ui/CopyText.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { commandWords } from "../words/orderWords.ts"
import { createProviderForm } from "./createProviderForm.ts"
import type { Providers, Way } from "./createProviders.ts"
import { FormatFields } from "./FormatFields.tsx"
import { OwnApiPart } from "./OwnApiPart.tsx"
import { CommandSwitch, wayCommands, wayWords, WholeSwitch } from "./ProviderSwitches.tsx"
import { WordFields } from "./WordFields.tsx"

interface ProviderDrawerProps {
  readonly provider: Provider
  readonly providers: Providers
  readonly onClose: () => void
}

/** One provider: what he is called, what he is sent and in which words. Closing asks once when something is not saved. */
export const ProviderDrawer = (props: ProviderDrawerProps) => {
  const { login } = useSession()
  const form = createProviderForm(() => props.provider)
  const [isLeaving, setLeaving] = createSignal(false)
  const [isRemoving, setRemoving] = createSignal(false)
  const { act } = props.providers
  const close = () => {
    if (form.isDirty() && !isLeaving()) setLeaving(true)
    else props.onClose()
  }
  const save = async () => {
    const isLast = isLeaving()
    setLeaving(false)
    if (!form.isDirty() || !(await props.providers.edit(props.provider.id, form.changes(), "save"))) return
    form.reset()
    if (isLast) props.onClose()
  }
  const remove = async () => {
    if (await props.providers.remove(props.provider.id)) props.onClose()
  }
  return (
    <>
      <Drawer
        isOpen
        title={props.provider.alias}
        onClose={close}
        foot={
          <Show when={form.isDirty()}>
            <SaveBar
              isLeaving={isLeaving()}
              isBusy={act.isBusy("save")}
              onSave={() => void save()}
              onDiscard={() => {
                form.reset()
                act.forget()
                if (isLeaving()) props.onClose()
              }}
            />
          </Show>
        }
      >
        <Show when={isRemoving() ? null : act.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} isSmall />}
        </Show>
        <form
          aria-label="Provider"
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <DrawerPart title="Name">
            <div class="flex flex-col gap-3">
              <Field
                label="Alias"
                hint="The only name that anybody sees, here and in chats."
                maxlength={60}
                autocomplete="off"
                value={form.draft().alias}
                onInput={(event) => form.type({ alias: event.currentTarget.value })}
              />
              <div class="flex flex-col gap-1">
                <p class="font-medium">A name for your group with him</p>
                <CopyText label="A name for your group with him" text={props.provider.groupName} />
              </div>
            </div>
          </DrawerPart>
          <DrawerPart title="What is done with requests for his orders">
            <Switches providers={props.providers} provider={props.provider} />
          </DrawerPart>
          <DrawerPart title="His words">
            <WordFields form={form} />
          </DrawerPart>
          <DrawerPart title="The message to him">
            <FormatFields form={form} />
          </DrawerPart>
          {/* Enter in a field saves; the button itself is at the foot. */}
          <button type="submit" class="hidden" tabindex="-1" aria-hidden="true" />
        </form>
        <Show when={mayDo(login(), ["owner"])}>
          <OwnApiPart id={props.provider.id} alias={props.provider.alias} />
        </Show>
        <div class="border-t border-line p-4">
          <Button
            look="danger"
            onClick={() => {
              act.forget()
              setRemoving(true)
            }}
          >
            Remove provider
          </Button>
        </div>
      </Drawer>
      <Show when={isRemoving()}>
        <Confirm
          title={`Remove ${props.provider.alias}?`}
          yes="Remove"
          no="Keep him"
          isDanger
          isBusy={act.isBusy("remove")}
          trouble={act.trouble()}
          onYes={() => void remove()}
          onNo={() => {
            act.forget()
            setRemoving(false)
          }}
        >
          <p>
            His alias, words and switches, the access to his API and the routes that are his go at once. When{" "}
            {props.provider.panelName} names him again, he comes back under a new alias. To send him nothing,
            switch forwarding off instead.
          </p>
        </Confirm>
      </Show>
    </>
  )
}

const Switches = (props: { readonly providers: Providers; readonly provider: Provider }) => (
  <ul class="flex flex-col gap-3">
    <For each={["forward", "panel"] satisfies ReadonlyArray<Way>}>
      {(way) => (
        <li>
          <p class="flex items-center gap-2">
            <WholeSwitch providers={props.providers} provider={props.provider} way={way} />
            <span class="min-w-0">
              <span class="block font-medium">{wayWords[way].label}</span>
              <span class="block text-muted">{wayWords[way].meaning}.</span>
            </span>
          </p>
          <ul class="mt-1 flex flex-wrap gap-x-4 pl-10">
            <For each={wayCommands[way]}>
              {(command) => (
                <li class="flex items-center gap-1">
                  <CommandSwitch
                    providers={props.providers}
                    provider={props.provider}
                    way={way}
                    command={command}
                  />
                  <span class="first-letter:uppercase">{commandWords[command]}</span>
                </li>
              )}
            </For>
          </ul>
        </li>
      )}
    </For>
  </ul>
)
