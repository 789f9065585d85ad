// The same requests on node's ari-client.
const ari = require('ari-client');

async function main() {
  const client = await ari.connect(process.argv[2], 'asterisk', 'asterisk');
  const number = Number(process.argv[3]);
  await client.asterisk.setGlobalVar({ variable: 'BENCH', value: '0' });
  const begin = performance.now();
  for (let one = 0; one < number; one += 1) {
    await client.asterisk.getGlobalVar({ variable: 'BENCH' });
  }
  const between = performance.now();
  for (let one = 0; one < number; one += 1) {
    await client.asterisk.setGlobalVar({ variable: 'BENCH', value: '1' });
  }
  console.log((between - begin) / 1000, (performance.now() - between) / 1000);
}

main().then(() => process.exit(0));
