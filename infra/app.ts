import { App, Tags, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { EdgeStack } from './edge-stack.ts';
import { FairshareStack } from './fairshare-stack.ts';
import { consoleBuild } from './site-content.ts';
import { readStage } from './stage.ts';

const app = new App();
const stage = readStage(app.node);

new FairshareStack(app, 'Fairshare', {
  stage,
  site: consoleBuild(),
  stackName: `fairshare-${stage.name}`,
  description: `Fairshare, stage ${stage.name}`,
  env: { region: stage.region },
});
if (stage.edge) {
  new EdgeStack(app, 'FairshareEdge', {
    stackName: `fairshare-edge-${stage.name}`,
    description: `Web ACL of Fairshare, stage ${stage.name}`,
    env: { region: 'us-east-1' },
  });
}
Tags.of(app).add('project', 'fairshare');
Tags.of(app).add('stage', stage.name);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
