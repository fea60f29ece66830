// Writes data/predictions-logistic.parquet from the CSV beside it: the same rows in the same order, with column types.
//
//   node packages/cli/bin/on-node-24.mjs examples/breast-cancer/write-parquet.ts
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const inFolder = (name: string): string => fileURLToPath(new URL(name, import.meta.url)).replaceAll("'", "''")

const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run(
  `COPY (SELECT * FROM read_csv('${inFolder('data/predictions-logistic.csv')}', header = true, columns = {
    'row_id': 'INTEGER', 'label': 'VARCHAR', 'prediction': 'VARCHAR', 'score': 'DOUBLE', 'tumour_size': 'VARCHAR'
  })) TO '${inFolder('data/predictions-logistic.parquet')}' (FORMAT parquet, COMPRESSION zstd)`,
)
connection.closeSync()
