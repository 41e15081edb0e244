/*
 * nginx as a CDN in front of Weir, and of the shop's own pages: kept connections to both, the client's address in
 * X-Forwarded-For, and a log of all that passed. It calls Weir from 127.0.0.2, so that an event that has 127.0.0.1 has it
 * from that header.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.mjs';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
/** Should nobody be left to stop it. */
const AT_MOST_SECONDS = '300';

const config = ({ folder, port, weir, shop }) => `
daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http {
  ${TEMPORARY.map((what) => `${what}_temp_path ${folder}/${what};`).join(' ')}
  log_format seen escape=json '{"host":"$host","method":"$request_method","path":"$uri","query":"$args","status":$status,'
    '"origin":"$http_origin","cookie":"$http_cookie","type":"$content_type","site":"$http_sec_fetch_site"}';
  access_log ${folder}/access.log seen;
  upstream weir { server ${weir}; keepalive 16; }
  upstream shop { server ${shop}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    server_name t.localhost 127.0.0.1;
    proxy_http_version 1.1;
    proxy_bind 127.0.0.2;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    location / { proxy_pass http://weir; }
    location = / { proxy_pass http://shop; }
    location = /next { proxy_pass http://shop; }
  }
  server {
    listen 127.0.0.1:${port};
    server_name shop.localhost other.localhost;
    location / { proxy_pass http://shop; }
  }
}`;

/** @param weir and shop host:port */
export async function startNginx({ port, weir, shop }) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-nginx-'));
  const log = join(folder, 'access.log');
  writeFileSync(join(folder, 'nginx.conf'), config({ folder, port, weir, shop }));
  const nginx = spawn('timeout', [AT_MOST_SECONDS, 'nginx', '-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const ended = new Promise((resolve) => nginx.on('exit', resolve));
  await until('nginx', () => {
    if (nginx.exitCode !== null) {
      throw new Error(`nginx ended: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
    }
    return existsSync(join(folder, 'nginx.pid')) && readFileSync(join(folder, 'nginx.pid'), 'utf8').length > 0;
  });
  let from = 0;
  return {
    /** What passed since the last forget(), in order. */
    seen: () => readFileSync(log, 'utf8').slice(from).split('\n').filter(Boolean).map((line) => JSON.parse(line)),
    forget: () => {
      from = readFileSync(log, 'utf8').length;
    },
    stop: async () => {
      nginx.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
