# make build   the product, without its tests, into target/lib (bin/spawning does it by itself on first use)
# make test    everything: installs missing system packages where it may, then mvn verify
# make long    the same tests with their big counts (about an hour)
# make run     builds and serves the notes example
# make dist    target/spawning-VERSION.tar.gz
# make bench   measures it side by side with its peers (ten minutes; BENCH=full some hours, BENCH=targets what was promised,
#              BENCH=start|reload|memory|fairness|controller|idle|edit|status|analyze: benchmarks/README.md)
# make format  puts the sources into the project's format
JAVA_HOME := $(shell bin/find-jdk)
export JAVA_HOME
ifeq ($(JAVA_HOME),)
$(error no JDK 25, see the line above)
endif
# Maven itself still uses what JDK 25 warns of.
export MAVEN_OPTS := $(MAVEN_OPTS) --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
MVN := mvn -B --no-transfer-progress -Dstyle.color=never
VERSION = $(shell sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml)
PRODUCT := wsgi,protocol,server,servlet,coverage,reloader,controller,ctl,manual

.PHONY: build test long notes run dist bench format clean packages

build:
	@mkdir -p target
	@rm -rf target/lib/aot # first: a jar may be replaced by one of the same size and time
	$(MVN) -q -DskipUnitTests -Dspotless.check.skip -pl $(PRODUCT) package
	@touch target/built
	-@bin/make-aot-caches

packages:
	@src/test/install-packages

test: packages
	$(MVN) verify
	@touch target/built

long: packages
	$(MVN) verify -Dspawning.long=true
	@touch target/built

notes:
	$(MVN) -q -Dspotless.check.skip -pl wsgi,examples/notes package -DskipUnitTests

run: notes
	@echo 'The notes example: look at the address that it says it listens on.'
	bin/spawning --env NOTES_FOLDER=examples/notes/target/data --classpath 'examples/notes/target/notes.jar:examples/notes/target/lib/*' notes.Notes notes.RequestId

# What the tarball holds beside the jars; DistributionTest follows the links in it. The notes example comes built.
SHIPPED := bin conf init-scripts examples docs benchmarks/README.md benchmarks/results LICENSE README.md HACKING.md NEWS.txt

dist: build notes
	rm -rf target/dist && mkdir -p target/dist/spawning-$(VERSION)
	cp -r --parents $(SHIPPED) target/dist/spawning-$(VERSION)/
	cp -r target/lib target/share target/dist/spawning-$(VERSION)/
	rm -rf target/dist/spawning-$(VERSION)/lib/aot # it fits one build of the JDK
	cd target/dist/spawning-$(VERSION)/examples/notes/target && find . -mindepth 1 -maxdepth 1 ! -name notes.jar ! -name lib -exec rm -r {} +
	tar -C target/dist -czf target/spawning-$(VERSION).tar.gz spawning-$(VERSION)
	@echo target/spawning-$(VERSION).tar.gz

BENCH := quick
bench: build
	@src/test/install-packages benchmarks/packages.txt
	$(MVN) -q -f benchmarks/pom.xml package
ifeq ($(BENCH),edit)
	-$(MVN) -q -f benchmarks/src/peers/spring-boot/pom.xml dependency:copy-dependencies -DoutputDirectory='$(CURDIR)/benchmarks/target/spring-boot'
endif
	@exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
	    --sun-misc-unsafe-memory-access=allow -Dspawning.home="$(CURDIR)" \
	    -cp "benchmarks/target/classes:benchmarks/target/lib/*" spawning.benchmarks.Main $(BENCH) $(BENCH_ARGS)

format:
	$(MVN) -q spotless:apply
	$(MVN) -q -f benchmarks/pom.xml spotless:apply

clean:
	$(MVN) -q clean
	$(MVN) -q -f benchmarks/pom.xml clean
