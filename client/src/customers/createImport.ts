import { createSignal } from "solid-js"
import { importCustomers, type ImportAnswer } from "../api/CustomerGateway.ts"
import { createAct } from "../ui/createAct.ts"

interface PickedFile {
  readonly name: string
  readonly text: string
}

/** A file's text: UTF-8, or UTF-16 as spreadsheets save "Unicode text". */
const readText = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8"
  return new TextDecoder(encoding).decode(bytes)
}

/** A list on its way in: picked, looked through without changing anything, then imported. */
export const createImport = (onImported: () => void) => {
  const [file, setFile] = createSignal<PickedFile | null>(null)
  const [preview, setPreview] = createSignal<ImportAnswer | null>(null)
  const [done, setDone] = createSignal<ImportAnswer | null>(null)
  const act = createAct()

  const look = async (picked: File) => {
    setPreview(null)
    setDone(null)
    await act.run(async () => {
      const read = { name: picked.name, text: await readText(picked) }
      setFile(read)
      setPreview(await importCustomers(read.text, true))
    })
  }
  const bring = () =>
    act.run(async () => {
      const picked = file()
      if (picked === null) return
      setDone(await importCustomers(picked.text, false))
      onImported()
    })
  const again = () => {
    setFile(null)
    setPreview(null)
    setDone(null)
    act.forget()
  }
  return { file, preview, done, act, look, bring, again }
}
