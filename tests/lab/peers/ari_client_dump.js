// The dump on node's ari-client.
const ari = require('ari-client');

ari.connect(process.argv[2], 'asterisk', 'asterisk').then((client) => {
  client.on('StasisStart', (event, channel) => {
    const lines = [`Channel ${channel.name} has entered the application`];
    for (const [key, value] of Object.entries(event.channel)) {
      lines.push(`${key}: ${JSON.stringify(value)}`);
    }
    console.log(lines.join('\n'));
  });
  client.on('StasisEnd', (event, channel) => {
    console.log(`${channel.name} has left the application`);
  });
  client.start('channel-dump');
});
