export default { server: { proxy: { '/demo/token': 'http://localhost:3000' } } }
