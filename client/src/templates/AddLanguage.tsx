import { createSignal } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"

/** Asks for the code of a language; its first text is what makes it known. */
export const AddLanguage = (props: {
  readonly onAdd: (language: string) => void
  readonly onClose: () => void
}) => {
  const [code, setCode] = createSignal("")
  return (
    <Modal isOpen title="Add a language" onClose={props.onClose}>
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          props.onAdd(code().trim())
        }}
      >
        <Field
          label="Code of the language"
          hint="Such as bn for Bengali, hi for Hindi or pt-BR for Brazilian Portuguese. Customers of this language get its texts; what is not written stays in your own language."
          data-autofocus
          required
          maxlength={20}
          pattern="\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\s*"
          title="Two or three letters, such as bn or pt-BR"
          autocomplete="off"
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="solid">
            Write texts in it
          </Button>
        </div>
      </form>
    </Modal>
  )
}
