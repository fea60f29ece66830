import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CliFailure, EXIT } from './failure.ts'
import { print } from './context.ts'
import { progressOf, spinning } from './progress.ts'
import { sizeOf } from './source-file.ts'
import { loadServer } from './start-server.ts'
import { readSettings, whyNot } from './start.ts'

/** Restores a backup into a store that is empty; nothing is kept when the backup is damaged. */
export async function restore(
  file: string,
  options: { readonly data?: string; readonly postgres?: string },
): Promise<void> {
  await sizeOf(file)
  const server = await spinning('Loading', loadServer)
  const config = readSettings(server, { data: options.data, databaseUrl: options.postgres })
  const { dataFolder } = config
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
    throw new CliFailure(`The folder ${dataFolder} is not empty.`, {
      help: 'A backup is restored into a new folder: give one with --data.',
      exit: EXIT.refused,
    })
  }
  const store = await server.openStore(config).catch((error: unknown) => {
    throw whyNot(server, error, config)
  })
  const progress = await progressOf('Restoring', undefined)
  try {
    const restored = await server.restoreBackup(file, {
      database: store.database,
      files: server.fileStoreIn(join(dataFolder, 'files'), config.uploadLimitMb * 1024 * 1024),
      keepKey: (pem) => server.storeLedgerKey(dataFolder, pem),
    })
    print([
      `Restored ${restored.entries} ledger entries and ${restored.files} files into ${dataFolder}; the ledger verifies.`,
      ...(restored.name === config.name
        ? []
        : [`Its ledger is called "${restored.name}": set MUSTER_NAME=${restored.name} before you start it.`]),
      `Start it with: muster start --data ${dataFolder}`,
    ])
  } catch (error) {
    if (error instanceof server.BackupBroken) throw new CliFailure(error.message, { exit: EXIT.refused })
    throw error
  } finally {
    progress.stop()
    await store.close()
  }
}
