# 百应 Baiying. `make` shows what there is.
export DJANGO_SETTINGS_MODULE = baiying.config.settings
# Not in every run of CI: it takes minutes.
.PHONY: help run test coverage mutants check bench fix shell law lock notices build
.DEFAULT_GOAL := help

help:  ## 显示这些说明 show this
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1	\2/p' Makefile

run:  ## 启动全部服务 start everything (PORT=8000 HOST=127.0.0.1 EMPTY=1)
	@sh scripts/bootstrap.sh run && exec .venv/bin/baiying run

test:  ## 运行全部测试 run all tests
	@sh scripts/bootstrap.sh dev && .venv/bin/baiying build --tests
	@.venv/bin/pytest $(ARGS)

coverage:  ## 测量测试走过的分支，下限只升不降 measure the branches that tests take; the floor only rises
	@sh scripts/bootstrap.sh dev && .venv/bin/baiying build --tests
	@.venv/bin/python scripts/coverage_floor.py $(ARGS)

mutants:  ## 植入保留的错误，每个都要有测试发现 plant the kept faults, each must be noticed
	@sh scripts/bootstrap.sh dev && .venv/bin/baiying build
	@.venv/bin/python -m tests.mutants $(ARGS)
	@[ -n "$(ARGS)" ] || .venv/bin/python scripts/mutate_rules.py

check:  ## 格式、类型、楼层、迁移、部署 format, types, floors, migrations, deployment
	@sh scripts/bootstrap.sh dev && sh scripts/check.sh

bench:  ## 测量 measure (JSON lines)
	@sh scripts/bootstrap.sh dev && .venv/bin/baiying build
	@.venv/bin/python -m bench $(ARGS)

fix:  ## 整理代码格式 format the code
	@sh scripts/bootstrap.sh dev && sh scripts/fix.sh

shell:  ## Python 命令行 a Python prompt with the database
	@sh scripts/bootstrap.sh run && .venv/bin/baiying shell

build:  ## 制作网页样式和译文 build style sheets and translations
	@sh scripts/bootstrap.sh run && .venv/bin/baiying build

law:  ## 写法律条款对照表 docs/law.md write the table of law
	@sh scripts/bootstrap.sh dev && .venv/bin/baiying law

lock:  ## 重做依赖锁 make the hashed locks anew
	@sh scripts/bootstrap.sh dev && sh scripts/lock.sh

notices:  ## 重做第三方许可证清单 make the notice of third-party licences anew
	@sh scripts/bootstrap.sh run && .venv/bin/baiying build
	@.venv/bin/python scripts/notices.py
