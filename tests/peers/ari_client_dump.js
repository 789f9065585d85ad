// The dump on node's ari-client.
const ari = require('ari-client');

ari.connect(process.argv[2], 'asterisk', 'asterisk').then((client) => {
  client.on('StasisStart', (event, channel) => {
    console.log(`Channel ${channel.name} has entered the application`);
    for (const [key, value] of Object.entries(event.channel)) {
      console.log(`${key}: ${JSON.stringify(value)}`);
    }
  });
  client.on('StasisEnd', (event, channel) => {
    console.log(`${channel.name} has left the application`);
  });
  client.start('channel-dump');
});
