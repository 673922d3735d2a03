-- Each connection rests up to ten milliseconds between its requests: two cores have to start JVMs meanwhile.
function delay()
  return math.random(0, 10)
end
